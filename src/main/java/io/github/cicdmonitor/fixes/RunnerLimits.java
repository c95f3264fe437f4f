package io.github.cicdmonitor.fixes;

/**
 * What a hosted runner offers a job.
 *
 * @param ramGib memory in GiB in a public repository
 * @param privateRamGib memory in GiB in a private repository
 */
public record RunnerLimits(int ramGib, int privateRamGib) {}
