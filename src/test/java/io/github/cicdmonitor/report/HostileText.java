package io.github.cicdmonitor.report;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Names as somebody might choose them who wants a report to do something. */
final class HostileText {
  private HostileText() {}

  static Arbitrary<String> any() {
    Arbitrary<String> pieces = Arbitraries.of(
        "\u001b]0;title\u0007",
        "\u001b[2J",
        "\u009b31m",
        "\r\n",
        "\n",
        "\\n",
        "\\",
        "\"",
        "'",
        "|",
        "\\|",
        "`",
        "``",
        "```",
        "<script>alert(1)</script>",
        "<img src=x onerror=y>",
        "&amp;",
        "&#64;",
        "@octocat",
        "#1",
        "https://example.org/",
        "www.example.org",
        "[x](https://example.org)",
        "![x](https://example.org/a.png)",
        "<!-- ",
        "-->",
        "\u202e",
        "\u2028",
        "\u200b",
        "\ud800",
        "\u0000",
        "}",
        "{",
        " ",
        "\t",
        "build",
        "Prüfung",
        "試験");
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(8).map(list -> String.join("", list)),
        Arbitraries.strings().ofMaxLength(20));
  }
}
