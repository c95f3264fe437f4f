package io.github.cicdmonitor.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.HardRuleHit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PathRulesPropertyTest {
  static final List<String> HOSTILE = List.of(
      "../x",
      "a/../x",
      "a/..",
      "..",
      ".",
      "./x",
      "a/./b",
      "/etc/passwd",
      "//x",
      "a//b",
      "a/",
      "a\\b",
      "..\\x",
      "C:\\x",
      "C:/x",
      "c:x",
      "\\\\host\\x",
      ".git/config",
      ".git/hooks/post-checkout",
      ".GIT/config",
      ".Git",
      "a/.git/x",
      "a/.gIt",
      ".git./x",
      ".git /x",
      "git~1/x",
      "GIT~2/config",
      ".g\u200Cit/x",
      ".\uFEFFgit/x",
      ".git\u0000/x",
      "a\u0000b",
      "x.",
      "x /y",
      " x",
      "a/ b",
      "\u202Ex",
      "\uFF0E\uFF0E/x",
      "a\u2215b",
      "a\nb",
      "a\tb",
      ".git::$INDEX_ALLOCATION/x",
      "con",
      "aux.yml",
      "a/NUL",
      "~/x",
      "-rf",
      "a/--upload-pack=x",
      "",
      "x".repeat(5000),
      "a/" + "b".repeat(300),
      "%2e%2e/x",
      "a;b",
      "a|b",
      "caf\u00E9",
      "\u0430.md",
      "a*b",
      "a?b",
      "$HOME/x",
      "`id`",
      "a&b");

  @Example
  void every_known_trick_is_refused() {
    assertThat(HOSTILE).hasSizeGreaterThanOrEqualTo(40).allSatisfy(this::isRefused);
  }

  @Property(tries = 400)
  void a_hostile_part_is_refused_at_any_depth(
      @ForAll("folders") List<String> before,
      @ForAll("hostileParts") String part,
      @ForAll("folders") List<String> after) {
    String path = String.join("/", before)
        + (before.isEmpty() ? "" : "/")
        + part
        + (after.isEmpty() ? "" : "/" + String.join("/", after));

    isRefused(path);
  }

  @Property(tries = 400)
  void whatever_is_accepted_is_plain_and_stays_inside(@ForAll("anything") String path) {
    if (PathRules.check(path).filter(hit -> hit.rule().equals("B-PATH")).isEmpty()) {
      assertThat(path).matches("[A-Za-z0-9._@+/ -]+").doesNotStartWith("/").doesNotContain("//");
      assertThat(List.of(path.split("/", -1))).doesNotContain("", ".", "..");
      assertThat(path.toLowerCase(java.util.Locale.ROOT).split("/", -1)).doesNotContain(".git");
    }
  }

  @Property(tries = 100)
  void an_ordinary_path_is_accepted(@ForAll("folders") List<String> folders) {
    String path = String.join("/", folders) + (folders.isEmpty() ? "" : "/") + "build.yml";

    assertThat(PathRules.check(path)).isEmpty();
  }

  private void isRefused(String path) {
    GateDecision decision = Proposals.decide(Proposals.change(path, "a\n", "b\n"));

    assertThat(PathRules.check(path).map(HardRuleHit::rule)).as(path).hasValue("B-PATH");
    assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(decision.risk().value()).isEqualTo(10);
  }

  @Provide
  Arbitrary<List<String>> folders() {
    return Arbitraries.of("a", "docs", "my-app", "x.y", "v1", "UPPER").list().ofMaxSize(3);
  }

  @Provide
  Arbitrary<String> hostileParts() {
    Arbitrary<String> git = Arbitraries.of("g", "G")
        .flatMap(g -> Arbitraries.of("i", "I")
            .flatMap(i -> Arbitraries.of("t", "T").map(t -> "." + g + i + t)));
    Arbitrary<String> bad = Arbitraries.chars()
        .filter(c -> c != '/' && !String.valueOf(c).matches("[A-Za-z0-9._@+ -]"))
        .map(c -> "a" + c + "b");
    Arbitrary<String> trailing = Arbitraries.of(".", " ", "..").map(end -> "x" + end);
    return Arbitraries.oneOf(git, bad, trailing, Arbitraries.of("..", ".", "", "com1", "-x"));
  }

  @Provide
  Arbitrary<String> anything() {
    Arbitrary<String> pieces = Arbitraries.of(
            "a", "/", ".", "..", "\\", ".git", " ", "~", "\u200B", "B", "-")
        .list()
        .ofMinSize(1)
        .ofMaxSize(7)
        .map(l -> String.join("", l));
    return Combinators.combine(pieces, Arbitraries.strings().ofMaxLength(3)).as((a, b) -> a + b);
  }
}
