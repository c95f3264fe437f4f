package io.github.cicdmonitor.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.logs.LogCutter;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Who failed: another machine, the way to it, or what the job asked for. */
final class RemoteTroubleTest {
  private static final RuleSet RULES = RuleSet.builtIn();

  private static Diagnosis judge(String command, String output) {
    String log = "##[group]Run " + command + "\n\u001b[36;1m" + command
        + "\u001b[0m\n##[endgroup]\n" + output
        + "\n##[error]Process completed with exit code 1.\n";
    try {
      return new Judge(RULES)
          .judge(new LogCutter(Judge.interest(RULES))
              .cut(
                  new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                  LogCutter.Cut.typical(Redactor.withoutOwnSecrets())))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void isRemote(Diagnosis told) {
    assertThat(told.category()).isEqualTo(Category.INFRASTRUCTURE);
    assertThat(told.transientFault()).isTrue();
  }

  @Test
  void the_reason_above_a_package_that_could_not_be_installed_counts() {
    isRemote(judge("bundle install", """
        Gem::RemoteFetcher::FetchError: Errno::ETIMEDOUT: Connection timed out - connect(2) for "gems.example" port 443
        An error occurred while installing ledger (1.5.5), and Bundler cannot
        continue."""));
  }

  @Test
  void several_tries_that_failed_are_the_reason_of_a_package_that_was_not_found() {
    isRemote(judge("pip install ledger", """
        WARNING: Retrying (Retry(total=1)) after connection broken by 'ReadTimeoutError("HTTPSConnectionPool(host='index.example', port=443): Read timed out.")': /simple/ledger/
        WARNING: Retrying (Retry(total=0)) after connection broken by 'ReadTimeoutError("HTTPSConnectionPool(host='index.example', port=443): Read timed out.")': /simple/ledger/
        ERROR: Could not find a version that satisfies the requirement ledger (from versions: none)
        ERROR: No matching distribution found for ledger"""));
  }

  @Test
  void a_package_that_is_not_there_stays_the_jobs_own_fault() {
    Diagnosis told = judge("pip install ledger", """
        WARNING: Retrying (Retry(total=4)) after connection broken by 'ReadTimeoutError("Read timed out.")': /simple/ledger/
        Looking in indexes: https://index.example/simple
        ERROR: Could not find a version that satisfies the requirement ledger==9 (from versions: 1.0, 2.0)
        ERROR: No matching distribution found for ledger==9""");

    assertThat(told.category()).isEqualTo(Category.DEPENDENCY);
    assertThat(told.transientFault()).isFalse();
  }

  @Test
  void the_reason_below_is_shown_as_evidence() {
    Diagnosis told = judge("cargo build", """
        error: failed to download from `https://index.example/crates/ledger/0.6.4/download`

        Caused by:
          failed to get 200 response from `https://index.example/crates/ledger/0.6.4/download`, got 502""");

    isRemote(told);
    assertThat(told.evidence())
        .extracting(line -> line.text().value())
        .anyMatch(text -> text.contains("got 502"));
  }

  @Test
  void a_vague_timeout_of_a_connection_is_the_networks() {
    isRemote(judge("helm pull ledger --repo https://charts.example", """
        Error: Get "https://charts.example/ledger-0.55.0.tgz":
        context deadline exceeded (Client.Timeout exceeded while awaiting headers)"""));
  }

  @Test
  void time_that_the_job_itself_gave_to_its_release_is_the_clusters() {
    Diagnosis told = judge(
        "helm upgrade --install --wait shop ./chart",
        "Error: UPGRADE FAILED: client rate limiter Wait returned an error: context deadline exceeded");

    assertThat(told.category()).isEqualTo(Category.DOCKER_KUBERNETES);
    assertThat(told.transientFault()).isFalse();
  }

  @Test
  void a_service_of_the_jobs_own_that_does_not_answer_does_so_again() {
    Diagnosis told = judge("npm run smoke", """
        waiting for the shop
          HTTP(S) error for http://localhost:3000 Error: Request failed with status code 503""");

    assertThat(told.transientFault()).isFalse();
    assertThat(told.category()).isNotEqualTo(Category.INFRASTRUCTURE);
  }

  @Test
  void a_connection_refused_by_nobody_in_particular_is_the_jobs_own() {
    assertThat(judge("./seed.sh", "error: Connection refused (os error 111)").transientFault())
        .isFalse();
  }

  @Test
  void what_another_machine_refused_to_an_installation_may_pass() {
    isRemote(judge("curl -fsSO https://files.example/ledger.tar.gz && npm ci", """
        curl: (7) Failed to connect to files.example port 443: Connection refused"""));
  }

  @Test
  void an_answer_of_no_is_no_outage() {
    Diagnosis told = judge("yarn install", """
        error Error: failed to download https://files.example/ledger/7.3.0
        Response code: 403
        Response message: Forbidden""");

    assertThat(told.transientFault()).isFalse();
    assertThat(told.category()).isNotEqualTo(Category.INFRASTRUCTURE);
  }

  @Test
  void an_archive_whose_index_is_old_may_be_asked_again() {
    assertThat(judge("sudo apt-get install -y ledger", """
        E: Failed to fetch http://archive.example/ubuntu/pool/main/l/ledger_3.1_amd64.deb  404  Not Found [IP: 192.0.2.91 80]
        E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?""").category())
        .isEqualTo(Category.INFRASTRUCTURE);
  }

  @Test
  void lines_of_a_stack_trace_tell_nothing_by_the_names_in_them() {
    Diagnosis told = judge("npx deploy", """
          error:
          Throttling: Rate exceeded
             at Request.extractError (/w/node_modules/sdk/lib/protocol/query.js:50:29)
             at Request.emit (/w/node_modules/sdk/lib/timeout.js:106:20)
             at Request.transition (/w/node_modules/sdk/lib/request.js:22:10)""");

    isRemote(told);
    assertThat(told.evidence().get(0).text().value()).contains("Rate exceeded");
  }
}
