package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.cli.JsonOutput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class EscapePropertyTest {
  private static final Pattern CODE_SPAN = Pattern.compile("(`+)(.+?)\\1", Pattern.DOTALL);

  @Provide
  Arbitrary<String> hostile() {
    return HostileText.any();
  }

  @Property
  void nothing_steers_a_terminal_or_begins_a_line(@ForAll("hostile") String text) {
    String shown = Escape.terminal(text);

    assertThat(shown.codePoints()).noneMatch(EscapePropertyTest::steers);
  }

  @Property
  void html_text_is_text(@ForAll("hostile") String text) {
    String html = Escape.html(text);

    assertThat(html).doesNotContain("<", ">", "\"", "'");
    assertThat(html.replaceAll("&(amp|lt|gt|quot|#39);", "")).doesNotContain("&");
    assertThat(html.codePoints()).noneMatch(EscapePropertyTest::steers);
  }

  @Property
  void markdown_is_one_code_span_that_fits_a_table_cell(@ForAll("hostile") String text) {
    String markdown = Escape.markdown(text);

    assertThat(markdown).doesNotContain("|", "\n");
    if (!markdown.equals("–")) {
      String fence = markdown.substring(0, leadingBackticks(markdown));
      assertThat(fence).isNotEmpty();
      Matcher span = CODE_SPAN.matcher(markdown);
      assertThat(span.matches()).isTrue();
      String inside = markdown.substring(fence.length(), markdown.length() - fence.length());
      assertThat(runsOfBackticks(inside)).isLessThan(fence.length());
    }
  }

  @Property
  void a_label_ends_where_it_ends_and_keeps_its_text(@ForAll("hostile") String text) {
    String label = Escape.label(text);

    StringBuilder read = new StringBuilder();
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      assertThat(c).isNotEqualTo('"').isNotEqualTo('\n');
      if (c == '\\') {
        i++;
        assertThat(label.charAt(i)).isIn('\\', '"');
        c = label.charAt(i);
      }
      read.append(c);
    }
    assertThat(read.toString()).isEqualTo(Escape.terminal(text));
  }

  @Property
  void json_of_any_text_reads_back_and_steers_nothing(@ForAll("hostile") String text)
      throws JsonProcessingException {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("text", text).put(text, 1);
    String whole = text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xfffd : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
    ObjectNode expected =
        JsonNodeFactory.instance.objectNode().put("text", whole).put(whole, 1);

    for (String json : new String[] {JsonOutput.line(node), JsonOutput.document(node)}) {
      assertThat(json.codePoints()).noneMatch(c -> c != '\n' && steers(c));
      assertThat(new ObjectMapper().readTree(json)).isEqualTo(expected);
    }
    assertThat(JsonOutput.line(node).strip()).doesNotContain("\n");
  }

  /** Every character of Unicode, alone and between quotes. */
  @Example
  void no_character_of_unicode_steers_any_medium() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String text = "a" + Character.toString(c) + "b";
      assertThat(Escape.terminal(text).codePoints()).noneMatch(EscapePropertyTest::steers);
      assertThat(Escape.html(text)).doesNotContain("<", ">", "\"", "'");
      assertThat(Escape.markdown(text)).startsWith("`").endsWith("`").doesNotContain("|", "\n");
      String label = Escape.label(text).replace("\\\\", "").replace("\\\"", "");
      assertThat(label).doesNotContain("\"", "\n", "\\");
    }
  }

  @Property
  void what_is_fitted_is_never_wider(
      @ForAll("hostile") String text, @ForAll @IntRange(min = 1, max = 30) int width) {
    String shown = Escape.terminal(text);

    String fitted = Escape.fit(shown, width);

    assertThat(fitted.codePointCount(0, fitted.length())).isLessThanOrEqualTo(width);
    if (shown.codePointCount(0, shown.length()) <= width) {
      assertThat(fitted).isEqualTo(shown);
    }
  }

  private static boolean steers(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE -> true;
      default -> (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200b;
    };
  }

  private static int leadingBackticks(String text) {
    int count = 0;
    while (text.charAt(count) == '`') {
      count++;
    }
    return count;
  }

  private static int runsOfBackticks(String text) {
    return Pattern.compile("`+")
        .matcher(text)
        .results()
        .mapToInt(run -> run.group().length())
        .max()
        .orElse(0);
  }
}
