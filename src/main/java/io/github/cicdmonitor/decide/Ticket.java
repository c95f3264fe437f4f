package io.github.cicdmonitor.decide;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person types: an incident's number, or that and the first 8 of the digest's 64 hex digits
 * (more are taken too), which then must match. Copied from a message it may begin with a {@code #}.
 */
public record Ticket(long incident, Optional<String> digestStart) {
  private static final Pattern FORM = Pattern.compile("#?([1-9][0-9]{0,17})(?:-([0-9a-f]{8,64}))?");

  /** Empty for anything that is not of the form. */
  public static Optional<Ticket> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new Ticket(Long.parseLong(form.group(1)), Optional.ofNullable(form.group(2))))
        : Optional.empty();
  }

  boolean fits(String digest) {
    return digestStart.map(digest::startsWith).orElse(true);
  }

  @Override
  public String toString() {
    return incident + digestStart.map(start -> "-" + start).orElse("");
  }
}
