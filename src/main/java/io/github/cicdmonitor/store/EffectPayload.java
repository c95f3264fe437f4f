package io.github.cicdmonitor.store;

import java.util.Optional;
import java.util.OptionalLong;

/** What an effect does outside. {@link EffectCodec} writes it into its row and reads it back. */
public sealed interface EffectPayload {
  Effect.Kind kind();

  /**
   * Re-runs the failed jobs of a run.
   *
   * @param attempt the attempt that failed
   * @param repositoryId of the repository that failed; rows of earlier versions do not have it
   */
  record RerunJobs(long runId, int attempt, OptionalLong repositoryId) implements EffectPayload {
    @Override
    public Effect.Kind kind() {
      return Effect.Kind.RERUN;
    }
  }

  /** @param proposal number of the stored proposal */
  record OpenPullRequest(long proposal) implements EffectPayload {
    @Override
    public Effect.Kind kind() {
      return Effect.Kind.PULL_REQUEST;
    }
  }

  /** @param headSha as we left it: whatever else is there is a person's */
  record WithdrawPullRequest(int number, String branch, String headSha) implements EffectPayload {
    @Override
    public Effect.Kind kind() {
      return Effect.Kind.WITHDRAW_PULL_REQUEST;
    }
  }

  /**
   * @param channel name or id as configured
   * @param text fallback, escaped for Slack
   * @param blocks Block Kit JSON array
   * @param line the same in a line of plain text, for a digest of many
   * @param thread key of the message it is a reply to
   */
  record PostNotice(
      String channel, String text, String blocks, String line, Optional<String> thread)
      implements EffectPayload {
    @Override
    public Effect.Kind kind() {
      return Effect.Kind.NOTICE;
    }
  }

  /** @param of key of the message that reads like this from now on */
  record ChangeNotice(String channel, String of, String text, String blocks)
      implements EffectPayload {
    @Override
    public Effect.Kind kind() {
      return Effect.Kind.NOTICE_UPDATE;
    }

    /** The message as it reads then. */
    public PostNotice changed() {
      return new PostNotice(channel, text, blocks, "", Optional.empty());
    }
  }

  /** @param commandLine for people */
  record RunCommand(String commit, String commandLine) implements EffectPayload {
    @Override
    public Effect.Kind kind() {
      return Effect.Kind.COMMAND;
    }
  }
}
