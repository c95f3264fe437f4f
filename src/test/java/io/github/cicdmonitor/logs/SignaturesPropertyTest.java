package io.github.cicdmonitor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Excerpts;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SignaturesPropertyTest {
  /** Messages with places for what changes from run to run. */
  private static final List<String> FAULTS = List.of(
      "error: cannot write {tmp}/out.bin after {dur} ({n} of {n} retries)",
      "{work}/src/main.c:{n}:{n}: error: unknown type name 'door_t'",
      "java.net.SocketException: {ip}:{port} closed the pipe at {time}",
      "FAIL: handler for request {uuid} took {dur}",
      "panic in goroutine {n} at {hex}",
      "pod shop-{pod} did not start within {dur}",
      "docker: layer {sha} is damaged",
      "AssertionError: shelf {n} is empty, wanted {n} items",
      "[{clock}] ERROR worker-{n}: no such queue orders",
      "failed to read {tmp}: got {size}, wanted {size}",
      "connect to localhost:{port} refused after {n} attempts",
      "commit {short} has no parent");

  private static final String HEX = "0123456789abcdef";

  private static String fill(String fault, long seed) {
    Random random = new Random(seed);
    String text = fault;
    while (text.contains("{")) {
      int open = text.indexOf('{');
      int close = text.indexOf('}');
      text = text.substring(0, open)
          + noise(text.substring(open + 1, close), random)
          + text.substring(close + 1);
    }
    return text;
  }

  private static String noise(String kind, Random r) {
    return switch (kind) {
      case "tmp" ->
        pick(r, "/tmp/tmp." + hex(r, 10), "/var/folders/x" + hex(r, 3) + "/T/b" + hex(r, 6));
      case "work" ->
        pick(r, "/home/runner/work/shop/shop", "D:\\a\\shop\\shop", "/Users/runner/work/shop/shop")
            .replace('\\', '/');
      case "dur" -> pick(r, r.nextInt(900) + "ms", r.nextInt(90) + "." + r.nextInt(10) + "s");
      case "n" -> String.valueOf(r.nextInt(100_000));
      case "ip" -> "10." + r.nextInt(256) + "." + r.nextInt(256) + "." + r.nextInt(256);
      case "port" -> String.valueOf(1024 + r.nextInt(60_000));
      case "time" ->
        String.format(
            Locale.ROOT,
            "20%02d-%02d-%02dT%02d:%02d:%02dZ",
            10 + r.nextInt(30),
            1 + r.nextInt(12),
            1 + r.nextInt(28),
            r.nextInt(24),
            r.nextInt(60),
            r.nextInt(60));
      case "clock" ->
        String.format(Locale.ROOT, "%02d:%02d:%02d", r.nextInt(24), r.nextInt(60), r.nextInt(60));
      case "uuid" -> new UUID(r.nextLong(), r.nextLong()).toString();
      case "hex" -> "0x" + hex(r, 12);
      case "pod" -> hex(r, 9) + "-" + hex(r, 5);
      case "sha" -> "sha256:" + hex(r, 64);
      case "short" -> hex(r, 4) + "a1b" + hex(r, 3);
      case "size" -> r.nextInt(1000) + " " + pick(r, "kB", "MiB", "bytes");
      default -> throw new AssertionError(kind);
    };
  }

  private static String pick(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static String hex(Random random, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append(HEX.charAt(random.nextInt(16)));
    }
    return out.toString();
  }

  private static Excerpt excerpt(int from, String... lines) {
    List<LogLine> all = new java.util.ArrayList<>();
    List<Integer> errors = new java.util.ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      all.add(new LogLine(from + i, SafeText.ofRedacted(lines[i])));
      errors.add(from + i);
    }
    return Excerpts.of(all, errors, Optional.empty(), 0, 0, from + lines.length, false);
  }

  private static Signature of(String... lines) {
    return Signatures.of(excerpt(7, lines), "CI", "test (ubuntu-latest, 18)");
  }

  @Provide
  Arbitrary<String> faults() {
    return Arbitraries.of(FAULTS);
  }

  @Property(tries = 400)
  void the_same_fault_on_another_run_has_the_same_signature(
      @ForAll("faults") String fault, @ForAll long one, @ForAll long other) {
    assertThat(of(fill(fault, one))).isEqualTo(of(fill(fault, other)));
  }

  @Property(tries = 200)
  void two_faults_have_two_signatures(
      @ForAll("faults") String one, @ForAll("faults") String other, @ForAll long seed) {
    if (!one.equals(other)) {
      assertThat(of(fill(one, seed)).value()).isNotEqualTo(of(fill(other, seed)).value());
      assertThat(of(fill(one, seed)).linesDigest())
          .isNotEqualTo(of(fill(other, seed)).linesDigest());
    }
  }

  @Property(tries = 200)
  void neither_order_nor_repeats_nor_position_matter(
      @ForAll("faults") String one,
      @ForAll("faults") String other,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 100_000) int from) {
    String a = fill(one, seed);
    String b = fill(other, seed + 1);
    assertThat(Signatures.of(excerpt(from, a, b), "CI", "test"))
        .isEqualTo(Signatures.of(excerpt(1, b, a, fill(one, seed + 2)), "CI", "test"));
  }

  @Property(tries = 200)
  void matrix_legs_are_one_job(
      @ForAll("faults") String fault, @ForAll("legs") String leg, @ForAll("legs") String other) {
    Excerpt excerpt = excerpt(1, fill(fault, 1));
    assertThat(Signatures.of(excerpt, "CI", leg)).isEqualTo(Signatures.of(excerpt, "CI", other));
  }

  @Provide
  Arbitrary<String> legs() {
    return Arbitraries.of(
        "test",
        "test (18)",
        "test (ubuntu-latest, 3.12, true)",
        "test (windows-2022)",
        "test (2/5)");
  }

  @Property(tries = 200)
  void other_jobs_and_workflows_have_other_values_but_the_same_lines(
      @ForAll("faults") String fault, @ForAll long seed) {
    Excerpt excerpt = excerpt(1, fill(fault, seed));
    Signature one = Signatures.of(excerpt, "CI", "test");
    for (Signature other :
        List.of(Signatures.of(excerpt, "CI", "lint"), Signatures.of(excerpt, "Nightly", "test"))) {
      assertThat(other.value()).isNotEqualTo(one.value());
      assertThat(other.linesDigest()).isEqualTo(one.linesDigest());
    }
  }

  @Property(tries = 200)
  void a_changed_name_or_code_is_another_fault(
      @ForAll("codes") String one, @ForAll("codes") String other) {
    if (!one.equals(other)) {
      assertThat(of(one).value()).isNotEqualTo(of(other).value());
    }
  }

  @Provide
  Arbitrary<String> codes() {
    return Arbitraries.of(
        "src/a.ts(3,5): error TS2322: wrong",
        "src/a.ts(3,5): error TS2345: wrong",
        "src/b.ts(3,5): error TS2322: wrong",
        "error[E0425]: cannot find value",
        "error[E0433]: cannot find value",
        "request failed with status 404",
        "request failed with status 503",
        "Could not find com.acme:lib:1.2.3",
        "Could not find com.acme:lib:1.2.4",
        "No matching distribution found for left==2.0",
        "No matching distribution found for left==3.0",
        "No matching distribution found for right==2.0");
  }

  @Test
  void a_hundred_runs_of_one_fault_give_one_and_a_hundred_faults_a_hundred() {
    Set<String> same = new HashSet<>();
    Set<String> different = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      same.add(of(fill(FAULTS.get(1), i)).value());
      String name = "name" + (char) ('a' + i / 10) + (char) ('a' + i % 10);
      different.add(
          of(fill("error: {tmp} has no member " + name + " after {dur}", i)).value());
    }
    assertThat(same).hasSize(1);
    assertThat(different).hasSize(100);
  }

  @Test
  void generic_lines_never_make_a_digest_of_lines() {
    for (String generic : List.of(
        "##[error]Process completed with exit code 1.",
        "##[error]The operation was canceled.",
        "Error:",
        "FAILED",
        "Command failed with exit code 2")) {
      assertThat(of(generic).linesDigest()).as(generic).isEmpty();
    }
  }

  @Test
  void a_job_is_named_without_its_matrix_values() {
    assertThat(Signatures.jobBase("test (ubuntu, 18)")).isEqualTo("test");
    assertThat(Signatures.jobBase("call / test (ubuntu, 18)")).isEqualTo("call / test");
    assertThat(Signatures.jobBase("Python 3.8 on windows-latest"))
        .isEqualTo(Signatures.jobBase("Python 3.12 on ubuntu-22.04"));
    assertThat(Signatures.jobBase("(a)")).isEqualTo("(a)");
  }
}
