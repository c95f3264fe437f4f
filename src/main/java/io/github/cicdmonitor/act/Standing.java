package io.github.cicdmonitor.act;

/**
 * How a story stands, as its first message says once it went on.
 *
 * @param icon takes the place of the message's own
 * @param words one short paragraph, plain text
 */
record Standing(String icon, String words) {}
