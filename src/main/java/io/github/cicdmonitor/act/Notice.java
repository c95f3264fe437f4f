package io.github.cicdmonitor.act;

/**
 * A message to people.
 *
 * @param key under which it is sent once
 * @param channel name or id as configured
 * @param text one-paragraph fallback, escaped for Slack
 * @param blocks Block Kit JSON array
 */
public record Notice(String key, String channel, String text, String blocks) {}
