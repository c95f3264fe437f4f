package io.github.cicdmonitor.model;

/** A line of the log that shows the cause. */
public record Evidence(int line, SafeText text) {}
