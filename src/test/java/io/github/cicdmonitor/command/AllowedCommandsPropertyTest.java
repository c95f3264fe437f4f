package io.github.cicdmonitor.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What gets through the list is what the operator wrote, and nothing that only looks like it. */
class AllowedCommandsPropertyTest {
  private static final AllowedCommands ONE_SLOT =
      new AllowedCommands(List.of(List.of("npm", "install", "*")));

  @Provide
  Arbitrary<List<String>> literal() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .ofMinLength(1)
        .ofMaxLength(20)
        .filter(word -> !word.equals("*"))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> anything() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(3, Arbitraries.strings().ofMaxLength(30)),
        net.jqwik.api.Tuple.of(3, Arbitraries.strings().ascii().ofMaxLength(30)),
        net.jqwik.api.Tuple.of(
            3, Arbitraries.strings().withChars("-./;$()=:,~^@ab*\n \0").ofMaxLength(12)));
  }

  @Property
  void a_literal_command_is_allowed_and_nothing_else_of_its_kind(
      @ForAll("literal") List<String> command, @ForAll("literal") List<String> other) {
    AllowedCommands allowed = new AllowedCommands(List.of(command));

    assertThat(allowed.allows(command)).isTrue();
    assertThat(allowed.allows(other)).isEqualTo(command.equals(other));
  }

  @Property
  void one_argument_more_or_less_is_another_command(
      @ForAll("literal") List<String> command, @ForAll("anything") String more) {
    AllowedCommands allowed = new AllowedCommands(List.of(command));
    List<String> longer = new ArrayList<>(command);
    longer.add(more);

    assertThat(allowed.allows(longer)).isFalse();
    assertThat(allowed.allows(command.subList(0, command.size() - 1))).isFalse();
  }

  @Property
  void an_empty_list_allows_nothing(@ForAll("literal") List<String> command) {
    assertThat(new AllowedCommands(List.of()).allows(command)).isFalse();
  }

  @Property(tries = 5_000)
  void whatever_fills_a_slot_is_one_harmless_word(@ForAll("anything") String word) {
    if (ONE_SLOT.allows(List.of("npm", "install", word))) {
      assertThat(word)
          .matches("[!-~]{1,1000}")
          .doesNotStartWith("-")
          .doesNotStartWith("/")
          .doesNotContainPattern("[;$()`|&<>'\"\\\\*?\\[\\]{}#! ]");
      assertThat(List.of(word.split("/", -1))).doesNotContain("..");
    }
  }

  @Property(tries = 2_000)
  void names_and_versions_of_packages_fill_a_slot(@ForAll("packages") String word) {
    assertThat(ONE_SLOT.allows(List.of("npm", "install", word))).as(word).isTrue();
  }

  @Provide
  Arbitrary<String> packages() {
    Arbitrary<String> name = Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars("_-")
        .ofMinLength(1)
        .ofMaxLength(20)
        .filter(text -> !text.startsWith("-"));
    Arbitrary<String> version = Arbitraries.of("", "@1.2.3", "@^4", "@~2.1", "==2.31.0", "~=1.4");
    Arbitrary<String> scope = Arbitraries.of("", "@types/", "github.com/x/");
    return net.jqwik.api.Combinators.combine(scope, name, version).as((s, n, v) -> s + n + v);
  }

  @Property
  void the_program_is_never_a_slot(@ForAll("anything") String program) {
    AllowedCommands allowed = new AllowedCommands(List.of(List.of("*", "install")));

    assertThat(allowed.allows(List.of(program, "install"))).isEqualTo(program.equals("*"));
  }

  @Example
  @Label("X-131: attacks by argument are refused")
  void attacks_by_argument_are_refused() {
    for (String attack : List.of(
        "--config=/etc/x",
        "-c",
        "",
        ";id",
        "$(id)",
        "`id`",
        "a b",
        "a\nb",
        "a\0b",
        "\u00e9",
        "a\u200b",
        "/etc/passwd",
        "..",
        "../x",
        "x/../../y",
        "file:../../x",
        "a=../x",
        "x".repeat(1_001),
        "x".repeat(1 << 20),
        "*",
        "~/x",
        "a|b",
        "a&b",
        "a>b",
        "a'b",
        "a\"b",
        "a\\b",
        "\u001b[2J")) {
      boolean home = attack.equals("~/x");
      assertThat(ONE_SLOT.allows(List.of("npm", "install", attack))).as(attack).isEqualTo(home);
    }
  }

  @Example
  void a_literal_argument_may_be_an_option_but_no_character_outside_ascii() {
    AllowedCommands allowed = new AllowedCommands(
        List.of(List.of("npm", "--", "--ignore-scripts"), List.of("npm", "caf\u00e9")));

    assertThat(allowed.allows(List.of("npm", "--", "--ignore-scripts"))).isTrue();
    assertThat(allowed.allows(List.of("npm", "caf\u00e9"))).isFalse();
  }

  @Example
  void more_than_fifty_arguments_are_refused_even_where_allowed() {
    List<String> many = java.util.Collections.nCopies(51, "x");

    assertThat(new AllowedCommands(List.of(many)).allows(many)).isFalse();
    assertThat(new AllowedCommands(List.of(many.subList(0, 50))).allows(many.subList(0, 50)))
        .isTrue();
  }

  @Property
  void a_command_is_shown_on_one_line_that_a_shell_would_read_back(
      @ForAll("literal") List<String> command) {
    assertThat(unquoted(AllowedCommands.shown(command))).isEqualTo(command);
  }

  /** A shell's reading of plain words and single quotes. */
  private static List<String> unquoted(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && c == '\\') {
        word.append(line.charAt(++i));
      } else if (!quoted && c == ' ') {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
    words.add(word.toString());
    return words;
  }
}
