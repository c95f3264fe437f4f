package io.github.cicdmonitor.scan;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.scan.PullRequestSource.LandedCommit;
import io.github.cicdmonitor.store.PullRequests.Merged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of our merged fixes a branch has taken back, by what its commits say of one another. A revert
 * that was reverted itself does not count.
 */
final class Reverts {
  private final List<LandedCommit> landed;
  private final List<RevertMessage> messages;
  private final List<Names> names;
  private final boolean[] stands;
  private final int[] newest; // that it rests on

  /** By what a commit can be named: its id and that of its merge, its pull request, its title. */
  private record Names(Set<String> ids, Set<Long> pulls, Set<String> titles) {
    static Names none() {
      return new Names(new HashSet<>(), new HashSet<>(), new HashSet<>());
    }

    boolean areIn(RevertMessage other) {
      return other.commits().stream()
              .anyMatch(prefix -> ids.stream().anyMatch(id -> id.startsWith(prefix)))
          || other.pulls().stream().anyMatch(pulls::contains)
          || other.titles().stream().anyMatch(titles::contains);
    }
  }

  /**
   * @param reverted whether the fix is taken back as of now
   * @param by the newest commit that this rests on
   */
  record Verdict(boolean reverted, String by) {}

  /** @param landed the commits of one branch, newest first */
  Reverts(RepositoryName repository, List<LandedCommit> landed) {
    this.landed = List.copyOf(landed);
    messages = landed.stream()
        .map(commit -> RevertMessage.of(commit.message(), repository))
        .toList();
    names = names(landed, messages);
    stands = new boolean[landed.size()];
    newest = new int[landed.size()];
    for (int i = 0; i < landed.size(); i++) {
      Chain chain = chain(names.get(i), i);
      stands[i] = !chain.reverted;
      newest[i] = Math.min(i, chain.newest);
    }
  }

  private record Chain(boolean reverted, int newest) {}

  /** What the commits newer than this one do to whatever has these names. */
  private Chain chain(Names names, int before) {
    boolean reverted = false;
    int top = messages.size();
    for (int later = 0; later < before; later++) {
      if (names.areIn(messages.get(later))) {
        reverted |= stands[later];
        top = Math.min(top, newest[later]);
      }
    }
    return new Chain(reverted, top);
  }

  private static List<Names> names(List<LandedCommit> landed, List<RevertMessage> messages) {
    List<Names> all = new ArrayList<>();
    Map<String, Names> bySha = new HashMap<>();
    for (int i = 0; i < landed.size(); i++) {
      LandedCommit commit = landed.get(i);
      Names own = Names.none();
      own.ids().add(commit.sha());
      messages.get(i).ownPull().ifPresent(own.pulls()::add);
      own.titles().addAll(messages.get(i).ownTitles());
      // Who takes a merge back takes back what it brought, the last commit of the branch at least.
      Optional.ofNullable(bySha.get(commit.sha())).ifPresent(merge -> {
        own.ids().addAll(merge.ids());
        own.pulls().addAll(merge.pulls());
      });
      all.add(own);
      if (commit.parents().size() == 2) {
        bySha.put(commit.parents().get(1), own);
      }
    }
    return all;
  }

  /** Whether the fix is taken back; empty where no commit says so. */
  Optional<Verdict> of(Merged fix) {
    Names ours = Names.none();
    ours.ids().add(fix.headSha());
    ours.pulls().add((long) fix.number());
    int before = landed.size();
    for (int i = 0; i < landed.size(); i++) {
      if (landed.get(i).sha().equals(fix.mergeCommit())) {
        before = i;
        ours.titles().addAll(names.get(i).titles());
      }
    }
    if (!fix.mergeCommit().isEmpty()) {
      ours.ids().add(fix.mergeCommit());
    }
    Chain chain = chain(ours, before);
    return chain.newest == messages.size()
        ? Optional.empty()
        : Optional.of(new Verdict(chain.reverted, landed.get(chain.newest).sha()));
  }
}
