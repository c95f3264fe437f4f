package io.github.cicdmonitor.config;

/** A GitHub App in the place of a token; {@code privateKey} is PEM text. */
public record GitHubApp(String id, Secret privateKey) {}
