package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.store.Proposals;
import io.github.cicdmonitor.store.SentNotices;
import java.time.Instant;

/**
 * What a person is asked to approve.
 *
 * @param key of {@link SentNotices#approvalKey}
 * @param diff of the whole proposal, as text; the message may show less
 */
public record ApprovalRequest(
    String key, Proposals.Stored stored, String diff, Instant expiresAt) {}
