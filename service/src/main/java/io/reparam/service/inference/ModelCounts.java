package io.reparam.service.inference;

/** What was counted of one version under one name. */
public record ModelCounts(String name, String version, InferStatistics.Counts counts) {}
