package io.github.cicdmonitor.model;

/** A step of a job as GitHub's metadata names it; {@code conclusion} is empty while it runs. */
public record Step(int number, String name, String conclusion) {}
