package io.github.cicdmonitor.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A titled part of a page before it is text, Markdown or HTML. Values are as strangers wrote them; the
 * renderers escape them.
 */
record PageSection(String title, List<Line> lines) {
  PageSection {
    lines = List.copyOf(lines);
  }

  /** How a line is set. */
  enum Kind {
    /** A name and its value. */
    FACT,
    /** A line of a log or a table of numbers; its label stands right-aligned before it. */
    CODE,
    /** Begins the events of a day. */
    DAY,
    /** A time of day and what happened. */
    EVENT,
    PLAIN
  }

  /** @param url where the line leads; empty for nowhere */
  record Line(Kind kind, String label, String value, Optional<String> url) {}

  static Builder of(String title) {
    return new Builder(title);
  }

  /** Lines in the order they are added. */
  static final class Builder {
    private final String title;
    private final List<Line> lines = new ArrayList<>();

    private Builder(String title) {
      this.title = title;
    }

    Builder fact(String name, String value) {
      return add(Kind.FACT, name, value, Optional.empty());
    }

    Builder link(String name, String value, String url) {
      return add(Kind.FACT, name, value, Optional.of(url));
    }

    Builder code(String label, String value) {
      return add(Kind.CODE, label, value, Optional.empty());
    }

    Builder plain(String value) {
      return add(Kind.PLAIN, "", value, Optional.empty());
    }

    Builder add(Kind kind, String label, String value, Optional<String> url) {
      lines.add(new Line(kind, label, value, url));
      return this;
    }

    boolean isEmpty() {
      return lines.isEmpty();
    }

    PageSection build() {
      return new PageSection(title, lines);
    }
  }
}
