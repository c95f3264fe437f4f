package io.github.cicdmonitor.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlTextTest {
  private static final String ESC = "\u001b";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "~[31mred~[0m text|red text",
        "~]8;;https://a.example\u0007link~]8;;\u0007|link",
        "~]0;title~\\text|text",
        "~Pq#0;2~\\text|text",
        "\u009b1;31mred|red",
        "\u009dtitle\u009ctext|text",
        "~(Bplain|plain",
        "cut~[3|cut",
        "cut~]8;;https://half|cut",
        "cut~|cut",
        "~[38;5;196mFAIL~[39m|FAIL",
        "~~[1mtwo|two"
      })
  void sequences_are_removed_whole_also_when_cut(String pair) {
    String[] parts = pair.replace("~", ESC).split("\\|", 2);
    assertThat(ControlText.clean(parts[0])).isEqualTo(parts[1]);
  }

  @Test
  void a_progress_bar_keeps_its_last_visible_state() {
    assertThat(ControlText.clean("10%\r50%\r100%\nnext")).isEqualTo("100%\nnext");
    assertThat(ControlText.clean("100% done\r\n")).isEqualTo("100% done\n");
    assertThat(ControlText.clean("100% done\r   \r" + ESC + "[K\n")).contains("100% done");
  }

  @Test
  void backspaces_rub_out_but_never_past_the_line_start() {
    assertThat(ControlText.clean("ab\b\b\b\bcd")).isEqualTo("cd");
    assertThat(ControlText.clean("one\n\b\btwo")).isEqualTo("one\ntwo");
    assertThat(ControlText.clean("x\ud83d\ude00\by")).isEqualTo("xy");
  }

  @Test
  void an_unfinished_string_sequence_does_not_swallow_the_next_line() {
    assertThat(ControlText.clean("a" + ESC + "]0;title\nerror: b")).isEqualTo("a\nerror: b");
  }

  @Test
  void hidden_text_is_removed_and_reported() {
    assertThat(ControlText.examine("pass\u200bword\u202e"))
        .isEqualTo(new ControlText.Cleaned("password", true));
    assertThat(ControlText.examine("a\udb40\udc41b"))
        .isEqualTo(new ControlText.Cleaned("ab", true));
    assertThat(ControlText.examine("\ufeff\u26a0\ufe0f ok"))
        .isEqualTo(new ControlText.Cleaned("\u26a0 ok", false));
  }

  @Test
  void what_is_left_is_shown_as_escapes_on_one_line() {
    assertThat(ControlText.visible("a\nb\r" + ESC + "[2J\u0085\u202e\u007f\tc"))
        .isEqualTo("a\\nb\\r\\x1b[2J\\x85\\u{202e}\\x7f\tc");
  }

  @Test
  void a_lone_surrogate_becomes_the_replacement_character() {
    assertThat(ControlText.clean("a\ud800b")).isEqualTo("a\ufffdb");
  }

  @Test
  void a_line_of_a_million_carriage_returns_is_linear() {
    String line = "\r ".repeat(1_000_000);
    assertThat(ControlText.clean(line)).isNotNull();
  }
}
