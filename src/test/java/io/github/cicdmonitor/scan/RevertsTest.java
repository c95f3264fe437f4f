package io.github.cicdmonitor.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.PullRequestSource.LandedCommit;
import io.github.cicdmonitor.store.PullRequests.Merged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A merged fix, number 7, and what the commits after it say of it. */
class RevertsTest {
  private static final RepositoryName SHOP = new RepositoryName("acme", "shop");
  private static final String MERGE = sha('a');
  private static final String HEAD = sha('b');
  private static final Merged FIX =
      new Merged(1, 7, "main", MERGE, HEAD, Instant.EPOCH, Instant.EPOCH);

  private final List<LandedCommit> landed = new ArrayList<>();

  private static String sha(char digit) {
    return String.valueOf(digit).repeat(40);
  }

  /** By the merge that GitHub makes, or squashed as it does that. */
  private RevertsTest merged() {
    return commit('b', "Give the job more time")
        .merge(
            'a', 'b', "Merge pull request #7 from acme/cicd-monitor/fix\n\nGive the job more time");
  }

  private RevertsTest squashed() {
    return commit('a', "Give the job more time (#7)\n\nBecause of the mirror.");
  }

  private RevertsTest commit(char id, String message) {
    landed.add(0, new LandedCommit(sha(id), List.of(sha('0')), message));
    return this;
  }

  private RevertsTest merge(char id, char branch, String message) {
    landed.add(0, new LandedCommit(sha(id), List.of(sha('0'), sha(branch)), message));
    return this;
  }

  private Optional<Reverts.Verdict> verdict() {
    return new Reverts(SHOP, landed).of(FIX);
  }

  private static Optional<Reverts.Verdict> reverted(char by) {
    return Optional.of(new Reverts.Verdict(true, sha(by)));
  }

  private static Optional<Reverts.Verdict> undone(char by) {
    return Optional.of(new Reverts.Verdict(false, sha(by)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Revert \"Give the job more time\"\n\nThis reverts commit aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.",
        "Oops\n\nThis reverts commit aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, reversing\nchanges made to 0000000000.",
        "No\n\nThis reverts commits 1234567, aaaaaaaaaa and 7654321.",
        "Back to before\n\nReverts acme/shop#7",
        "Back to before (#9)\n\nReverts Acme/Shop#7",
        "Back to before\n\nReverts https://github.com/acme/shop/pull/7",
        "This reverts #7",
        "Reverted pull request #7",
        "Backed out changeset aaaaaaaaaaaa (it broke the build)",
        "revert: give it less\n\nRefs: 1234567, aaaaaaa",
        "Revert commit bbbbbbbb",
        "Revert \"Give the job more time\"",
        "Revert \"Give the job more time (#7)\" (#12)",
        "Revert \"Give the job more time\" (#12)",
        "Revert \u201cGive the job more time\u201d",
        "revert(ci): Give the job more time",
        "Merge pull request #12 from acme/revert-7-fix\n\nRevert \"Give the job more time\""
      })
  void it_is_taken_back(String message) {
    squashed().commit('1', "Another").commit('2', message).commit('3', "Later");

    assertThat(verdict()).isEqualTo(reverted('2'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Give the job more time",
        "Revert \"Give the job less time\"",
        "Revert the plan\n\nIt was not good. See #7.",
        "Revert \"Give the job more time\"\n\nThis reverts commit 1234567.",
        "Back to before\n\nReverts acme/web#7",
        "Back to before\n\nReverts #77",
        "This reverts commit aaaaaa.",
        "This partially reverts commit aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.",
        "Partially reverts acme/shop#7",
        "Fix what commit aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa did",
        "docs: more\n\nRefs: aaaaaaaaaa",
        ""
      })
  void it_is_not(String message) {
    squashed().commit('1', message);

    assertThat(verdict()).isEmpty();
  }

  @Test
  void what_went_before_it_says_nothing() {
    commit('1', "Revert \"Give the job more time\"").squashed();

    assertThat(verdict()).isEmpty();
  }

  @Test
  void either_commit_of_a_merge_may_be_named() {
    merged().commit('1', "No\n\nThis reverts commit " + HEAD);
    assertThat(verdict()).isEqualTo(reverted('1'));

    landed.remove(0);
    commit('2', "Revert \"Merge pull request #7 from acme/cicd-monitor/fix\"");
    assertThat(verdict()).isEqualTo(reverted('2'));
  }

  @Test
  void a_revert_that_was_reverted_does_not_count_until_that_is_too() {
    squashed().commit('1', "No\n\nThis reverts commit " + MERGE);
    commit('2', "Yes\n\nThis reverts commit " + sha('1'));
    assertThat(verdict()).isEqualTo(undone('2'));

    commit('3', "No\n\nThis reverts commit " + sha('2'));
    assertThat(verdict()).isEqualTo(reverted('3'));
  }

  @Test
  void titles_alone_tell_the_same() {
    squashed().commit('1', "Revert \"Give the job more time\" (#8)");
    commit('2', "Reapply \"Give the job more time\" (#9)");
    assertThat(verdict()).isEqualTo(undone('2'));

    commit('3', "Revert \"Revert \"Give the job more time\"\"");
    assertThat(verdict()).isEqualTo(undone('3'));
  }

  @Test
  void who_takes_the_merge_of_a_revert_back_takes_the_revert_back() {
    merged()
        .commit('1', "Revert \"Give the job more time\"\n\nThis reverts commit " + MERGE)
        .merge(
            '2',
            '1',
            "Merge pull request #8 from acme/revert-7\n\nRevert \"Give the job more time\"");
    assertThat(verdict()).isEqualTo(reverted('2'));

    commit('3', "Again\n\nReverts acme/shop#8");
    assertThat(verdict()).isEqualTo(undone('3'));
  }

  @Test
  void a_fix_whose_merge_is_not_listed_is_known_by_its_number() {
    commit('1', "Revert \"Give the job more time\"");
    assertThat(verdict()).isEmpty();

    commit('2', "Reverts #7");
    assertThat(verdict()).isEqualTo(reverted('2'));
  }
}
