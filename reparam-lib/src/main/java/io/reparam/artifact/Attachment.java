package io.reparam.artifact;

/**
 * A file beside a model that a person may want to see.
 *
 * @param file name inside the version's directory
 * @param sha256 of the file
 */
public record Attachment(String file, Sha256 sha256) {}
