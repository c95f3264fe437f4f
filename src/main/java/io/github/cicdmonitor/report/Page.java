package io.github.cicdmonitor.report;

import io.github.cicdmonitor.report.PageSection.Kind;
import io.github.cicdmonitor.report.PageSection.Line;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A page of sections, and how it reads in each format. */
record Page(String title, String subtitle, List<PageSection> sections) {
  Page {
    sections = List.copyOf(sections);
  }

  /** For a terminal: escaped line by line, so that no value can begin a line of its own. */
  String text() {
    StringBuilder out = new StringBuilder();
    textLine(out, title);
    textLine(out, subtitle);
    for (PageSection section : sections) {
      out.append('\n');
      if (!section.title().isEmpty()) {
        textLine(out, section.title());
      }
      section.lines().forEach(line -> textLine(out, line));
    }
    return out.toString();
  }

  private static void textLine(StringBuilder out, Line line) {
    String shown = switch (line.kind()) {
      case FACT -> String.format(Locale.ROOT, "  %-14s%s", line.label(), line.value());
      case CODE -> String.format(Locale.ROOT, "  %7s  %s", line.label(), line.value());
      case DAY, PLAIN -> "  " + line.value();
      case EVENT -> "    " + line.label() + "  " + line.value();
    };
    boolean below = line.kind() == Kind.EVENT;
    textLine(out, shown + (below ? "" : line.url().map(url -> ": " + url).orElse("")));
    if (below) {
      line.url().ifPresent(url -> textLine(out, "           " + url));
    }
  }

  private static void textLine(StringBuilder out, String text) {
    out.append(Escape.terminal(text).stripTrailing()).append('\n');
  }

  String markdown() {
    StringBuilder out = new StringBuilder("# ").append(Escape.markdown(title)).append("\n\n");
    out.append(subtitle).append('\n'); // our own words
    for (PageSection section : sections) {
      if (!section.title().isEmpty()) {
        out.append("\n## ").append(section.title()).append('\n');
      }
      String fence = fence(section);
      Kind before = Kind.PLAIN;
      for (Line line : section.lines()) {
        boolean follows = before == line.kind() && line.kind() != Kind.PLAIN;
        if (!follows) {
          out.append(before == Kind.CODE ? fence : "").append('\n');
          out.append(line.kind() == Kind.CODE ? fence : "");
        }
        out.append(markdown(line)).append('\n');
        before = line.kind();
      }
      out.append(before == Kind.CODE ? fence : "");
    }
    return out.toString();
  }

  /** Longer than any run of backticks in the lines that it has to hold. */
  private static String fence(PageSection section) {
    String code = section.lines().stream()
        .filter(line -> line.kind() == Kind.CODE)
        .map(Line::value)
        .collect(Collectors.joining("\n"));
    return "`".repeat(Math.max(3, Escape.longestRun(code) + 1)) + "\n";
  }

  private static String markdown(Line line) {
    String value = Escape.markdown(line.value());
    String link = line.url().map(url -> " " + Escape.markdownLink("open", url)).orElse("");
    return switch (line.kind()) {
      case FACT -> "- " + (line.label().isEmpty() ? "" : line.label() + ": ") + value + link;
      case CODE ->
        Escape.terminal(String.format(Locale.ROOT, "%7s  %s", line.label(), line.value()));
      case DAY -> "**" + Escape.terminal(line.value()) + "**";
      case EVENT -> "- " + line.label() + " " + value + link;
      case PLAIN -> value;
    };
  }

  String html() {
    StringBuilder body = new StringBuilder();
    for (PageSection section : sections) {
      body.append("<section class=\"card wide\">");
      if (!section.title().isEmpty()) {
        body.append("<h2>").append(Escape.html(section.title())).append("</h2>");
      }
      body.append('\n').append(html(section)).append("</section>\n");
    }
    return HtmlPage.of(title, subtitle, new HtmlPage.Body("", body.toString()));
  }

  /** The lines alone; lines of one kind that follow each other make one list. */
  static String html(PageSection section) {
    StringBuilder out = new StringBuilder();
    Kind open = Kind.PLAIN;
    for (Line line : section.lines()) {
      if (line.kind() != open) {
        out.append(end(open)).append(begin(line.kind()));
        open = line.kind();
      }
      out.append(html(line)).append('\n');
    }
    return out.append(end(open)).toString();
  }

  private static String begin(Kind kind) {
    return switch (kind) {
      case FACT -> "<dl class=\"facts\">\n";
      case CODE -> "<pre>";
      case EVENT -> "<ul class=\"events\">\n";
      case DAY, PLAIN -> "";
    };
  }

  private static String end(Kind kind) {
    return switch (kind) {
      case FACT -> "</dl>\n";
      case CODE -> "</pre>\n";
      case EVENT -> "</ul>\n";
      case DAY, PLAIN -> "";
    };
  }

  private static String html(Line line) {
    String value = line.url()
        .map(url -> HtmlPage.link(url, line.value()))
        .orElseGet(() -> Escape.html(line.value()));
    return switch (line.kind()) {
      case FACT -> "<dt>%s</dt><dd>%s</dd>".formatted(Escape.html(line.label()), value);
      case CODE ->
        "<span class=\"soft\">%7s</span>  %s".formatted(Escape.html(line.label()), value);
      case DAY -> "<h3>" + value + "</h3>";
      case EVENT ->
        "<li><time>%s</time><span>%s</span></li>".formatted(Escape.html(line.label()), value);
      case PLAIN -> "<p>" + value + "</p>";
    };
  }
}
