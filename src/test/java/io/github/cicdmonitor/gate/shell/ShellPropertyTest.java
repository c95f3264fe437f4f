package io.github.cicdmonitor.gate.shell;

import static io.github.cicdmonitor.gate.Proposals.CI;
import static io.github.cicdmonitor.gate.Proposals.PLAIN;
import static io.github.cicdmonitor.gate.Proposals.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.gate.GateContext;
import io.github.cicdmonitor.gate.Proposals;
import io.github.cicdmonitor.gate.RiskTable;
import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.HardRuleHit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ShellPropertyTest {
  @Property(tries = 300)
  void download_and_run_is_found_in_any_layout(
      @ForAll("fetchers") String fetcher,
      @ForAll("blanks") String blank,
      @ForAll("pipes") String pipe,
      @ForAll("shells") String shell) {
    String script = fetcher + blank + "https://example.org/x" + pipe + shell;

    assertThat(FetchAndRun.in(ShellReader.read(script, 1))).as(script).isNotEmpty();
  }

  @Property(tries = 300)
  void a_mask_on_the_failed_step_is_refused_in_any_spelling(
      @ForAll("masks") String mask, @ForAll("blanks") String blank) {
    String script = mask.replace("TEST", "npm" + blank + "test");
    String indented = "|\n          " + script.replace("\n", "\n          ");
    GateContext context = new Proposals.Context().failed("test", "Test").build();

    GateDecision decision = Proposals.decide(
        context, change(CI, PLAIN, PLAIN.replace("run: npm test", "run: " + indented)));

    assertThat(decision.hits().stream().map(HardRuleHit::rule))
        .as(RiskTable.text(decision))
        .contains("B-MASK");
  }

  @Property(tries = 500)
  void any_text_is_read_to_its_end(@ForAll("noise") String script) {
    Shell.Script read = ShellReader.read(script, 1);

    assertThat(FetchAndRun.in(read)).isNotNull();
    assertThat(MaskedFailures.read(read, false).commands()).isNotNull();
  }

  @Property(tries = 200)
  void a_command_behind_a_variable_is_never_taken_for_certain(@ForAll("names") String name) {
    Shell.Script read = ShellReader.read("$" + name + " https://example.org/x", 1);

    assertThat(ScriptReading.doubts(read)).isNotEmpty();
  }

  @Provide
  Arbitrary<String> fetchers() {
    return Arbitraries.of(
        "curl",
        "wget -qO-",
        "/usr/bin/curl -fsSL",
        "c\"u\"rl",
        "cu\\rl",
        "'curl' -s",
        "$'\\x63url'",
        "sudo curl",
        "env A=1 curl");
  }

  @Provide
  Arbitrary<String> blanks() {
    return Arbitraries.of(" ", "  ", "\t", " \\\n  ");
  }

  @Provide
  Arbitrary<String> pipes() {
    return Arbitraries.of(
        "|", " | ", " |\n ", " \\\n | ", " | tee x | ", " 2>/dev/null | ", " |& ", " | gunzip | ");
  }

  @Provide
  Arbitrary<String> shells() {
    return Arbitraries.of(
        "sh",
        "bash",
        "sudo bash -",
        "b'a'sh -s -- -y",
        "/bin/sh",
        "python3 -",
        "env bash",
        "perl",
        "(cd /; sh)",
        "{ bash; }",
        "xargs sh -c",
        "sudo -E bash -x");
  }

  @Provide
  Arbitrary<String> masks() {
    return Arbitraries.of(
        "TEST || true",
        "TEST || :",
        "TEST || exit 0",
        "TEST || echo no",
        "TEST; exit 0",
        "TEST\nexit 0",
        "set +e\nTEST",
        "set +o errexit\nTEST",
        "TEST &",
        "TEST | tee x",
        "! TEST",
        "if TEST; then echo y; fi",
        "TEST && echo y || echo n",
        "(TEST) || true",
        "{ TEST; } || true",
        "echo TEST",
        "# TEST\ntrue",
        "true",
        ":",
        "exit 0\nTEST",
        "trap 'exit 0' EXIT\nTEST",
        "TEST --passWithNoTests",
        "x=$(TEST) || true",
        "bash -c 'TEST || true'",
        "TEST || { echo n; }",
        "TEST; true",
        "while ! TEST; do break; done",
        "until TEST; do break; done",
        "echo $(TEST)",
        "TEST || return 0",
        "TEST --if-present",
        "timeout 9 TEST || true");
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(5);
  }

  @Provide
  Arbitrary<String> noise() {
    Arbitrary<String> pieces = Arbitraries.of(
            "if",
            "then",
            "fi",
            "for",
            "do",
            "done",
            "case",
            "esac",
            "in",
            "{",
            "}",
            "(",
            ")",
            "$(",
            "`",
            "'",
            "\"",
            "|",
            "||",
            "&&",
            ";",
            ";;",
            "\n",
            " ",
            "a",
            "<<EOF",
            "EOF",
            ">",
            "<(",
            "${",
            "$((",
            "))",
            "\\",
            "!",
            "&",
            "function",
            "#",
            "${{",
            "}}",
            "<<<",
            "x=1")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join(" ", parts));
    return Combinators.combine(pieces, Arbitraries.strings().all().ofMaxLength(5))
        .as((a, b) -> a + b);
  }
}
