package io.github.cicdmonitor.gate;

import static io.github.cicdmonitor.gate.Proposals.change;
import static io.github.cicdmonitor.gate.Proposals.decide;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.GateDecision;
import io.github.cicdmonitor.model.GateDecision.Outcome;
import io.github.cicdmonitor.model.HardRuleHit;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LockFileTest {
  private static final String HEX =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  static List<Arguments> locks() {
    return List.of(
        Arguments.of("package-lock.json", """
            {"name": "a", "version": "1.0.0", "lockfileVersion": 3, "packages": {
              "node_modules/left-pad": {"version": "1.3.0",
                "resolved": "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz",
                "integrity": "sha512-AAAA==", "funding": {"url": "https://a.example/b"}}}}
            """, "AAAA", "registry.npmjs.org"),
        Arguments.of("yarn.lock", """
            # yarn lockfile v1

            left-pad@^1.3.0:
              version "1.3.0"
              resolved "https://registry.yarnpkg.com/left-pad/-/left-pad-1.3.0.tgz"
              integrity sha512-AAAA==
            """, "AAAA", "registry.yarnpkg.com"),
        Arguments.of("pnpm-lock.yaml", """
            lockfileVersion: '9.0'
            packages:
              left-pad@1.3.0:
                resolution: {integrity: sha512-AAAA==, tarball: https://registry.npmjs.org/left-pad}
            """, "AAAA", "registry.npmjs.org"),
        Arguments.of("Cargo.lock", """
            version = 3

            [[package]]
            name = "left-pad"
            version = "1.3.0"
            source = "registry+https://github.com/rust-lang/crates.io-index"
            checksum = "HEX"
            """.replace("HEX", HEX), "cdef012", "github.com"),
        Arguments.of("uv.lock", """
            version = 1

            [[package]]
            name = "left-pad"
            version = "1.3.0"
            source = { registry = "https://pypi.org/simple" }
            sdist = { url = "https://files.pythonhosted.org/left-pad.tar.gz", hash = "sha256:AAAA" }
            """, "AAAA", "files.pythonhosted.org"),
        Arguments.of("go.sum", "example.org/left-pad v1.3.0 h1:AAAA=\n", "AAAA", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("locks")
  void another_hash_for_the_same_version_is_refused(
      String path, String lock, String hash, String host) {
    String other = lock.replace(hash, hash.replace('A', 'B').replace("cdef", "aaaa"));

    assertThat(rules(path, lock, other)).contains("B-PIN");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("locks")
  void another_source_is_refused(String path, String lock, String hash, String host) {
    if (!host.isEmpty()) {
      assertThat(rules(path, lock, lock.replace(host, "evil.example"))).contains("B-PIN");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("locks")
  void a_newer_version_with_its_hash_asks(String path, String lock, String hash, String host) {
    String newer = lock.replace("1.3.0", "1.3.1")
        .replace(hash, hash.replace('A', 'B').replace("cdef", "aaaa"));

    assertThat(rules(path, lock, newer)).isEmpty();
  }

  private static List<String> rules(String path, String before, String after) {
    assertThat(after).isNotEqualTo(before);
    GateDecision decision = decide(change(path, before, after));
    assertThat(decision.outcome()).as(RiskTable.text(decision)).isNotEqualTo(Outcome.AUTO);
    return decision.hits().stream().map(HardRuleHit::rule).toList();
  }
}
