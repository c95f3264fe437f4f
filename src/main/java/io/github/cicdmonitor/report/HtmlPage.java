package io.github.cicdmonitor.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** One file for a browser: style and pictures inside, no network, no script. */
final class HtmlPage {
  private HtmlPage() {}

  /** Markup, with style rules of its own. */
  record Body(String style, String markup) {}

  /** Title and subtitle are text. */
  static String of(String title, String subtitle, Body body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <title>%s</title>
        <style>
        %s%s</style>
        </head>
        <body>
        <main>
        <header><h1>%s</h1><p class="soft">%s</p></header>
        """.formatted(
            Escape.html(title), style(), body.style(), Escape.html(title), Escape.html(subtitle))
        + body.markup()
        + """
        <footer class="soft small">Written by cicd-monitor. Times in UTC.</footer>
        </main>
        </body>
        </html>
        """;
  }

  /** A link that a person may follow; what is no plain web address is text. */
  static String link(String url, String label) {
    return Escape.isWebAddress(url)
        ? "<a href=\"%s\">%s</a>".formatted(Escape.html(url), Escape.html(label))
        : Escape.html(label);
  }

  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(HtmlPage.class.getResourceAsStream("report.css"))) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
