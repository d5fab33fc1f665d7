package io.reparam.fold;

/**
 * A place that looks foldable and is not.
 *
 * @param rule that refused it
 * @param node name of the pattern's last node
 * @param reason for a person
 */
public record Refusal(String rule, String node, String reason) {}
