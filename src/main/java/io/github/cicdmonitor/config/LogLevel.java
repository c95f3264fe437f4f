package io.github.cicdmonitor.config;

/** {@code LOG_LEVEL}, from the quietest to the most talkative. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}
