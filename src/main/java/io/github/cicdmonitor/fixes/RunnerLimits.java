package io.github.cicdmonitor.fixes;

/**
 * What a hosted runner offers a job.
 *
 * @param ramGib memory in GiB in a public repository
 * @param privateRamGib memory in GiB in a private repository
 * @param diskGib storage in GiB that is promised; images often have more
 */
public record RunnerLimits(int ramGib, int privateRamGib, int diskGib) {}
