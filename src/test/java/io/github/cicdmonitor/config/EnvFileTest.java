package io.github.cicdmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvFileTest {
  private final Mistakes mistakes = new Mistakes();

  @Test
  void assignments_are_read_as_people_write_them() {
    String text = """
        # a comment

        PLAIN=one two
        export EXPORTED = x\s\s
        COMMENTED=value # not this
        HASH=a#b
        SINGLE='a "b" $C \\n # d' # comment
        DOUBLE="a 'b' \\"c\\" \\n\\\\ \\$D"
        EMPTY=
        QUOTED_EMPTY=""
          INDENTED=1
        EQUALS=a=b==
        PLAIN=last
        """;

    assertThat(parse(text))
        .containsOnly(
            Map.entry("PLAIN", "last"),
            Map.entry("EXPORTED", "x"),
            Map.entry("COMMENTED", "value"),
            Map.entry("HASH", "a#b"),
            Map.entry("SINGLE", "a \"b\" $C \\n # d"),
            Map.entry("DOUBLE", "a 'b' \"c\" \n\\ $D"),
            Map.entry("EMPTY", ""),
            Map.entry("QUOTED_EMPTY", ""),
            Map.entry("INDENTED", "1"),
            Map.entry("EQUALS", "a=b=="));
    assertThat(mistakes.lines()).isEmpty();
  }

  @Test
  void line_ends_of_windows_do_no_harm() {
    assertThat(parse("A=1\r\nB=\"2\"\r\n")).containsOnly(Map.entry("A", "1"), Map.entry("B", "2"));
  }

  @Test
  void a_quoted_value_may_span_lines_as_keys_do() {
    assertThat(parse("KEY=\"-----BEGIN\nabc\n-----END\"\nB=1"))
        .containsOnly(Map.entry("KEY", "-----BEGIN\nabc\n-----END"), Map.entry("B", "1"));
  }

  @Test
  void a_wrong_line_is_named_by_its_number_never_by_its_words() {
    String text = "A=1\nghp_token\nB='open\nC=\"x\" secret\n2D=1\n";

    assertThat(parse(text)).containsOnly(Map.entry("A", "1"));
    assertThat(mistakes.lines())
        .containsExactly(
            "cicd-monitor: .env: line 2: must be KEY=value, a # comment or empty",
            "cicd-monitor: .env: line 3: the value's quote is not closed",
            "cicd-monitor: .env: line 4: something follows after the closing quote",
            "cicd-monitor: .env: line 5: must be KEY=value, a # comment or empty");
  }

  private Map<String, String> parse(String text) {
    return EnvFile.parse(text, ".env", mistakes);
  }
}
