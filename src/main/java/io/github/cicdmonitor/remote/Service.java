package io.github.cicdmonitor.remote;

/**
 * How to speak of a service in errors.
 *
 * @param name as users know it: {@code GitHub}
 * @param credentials what we show it, with the variable's name: {@code the token in GITHUB_TOKEN}
 * @param renewal what to do when it refuses that
 */
public record Service(String name, String credentials, String renewal) {}
