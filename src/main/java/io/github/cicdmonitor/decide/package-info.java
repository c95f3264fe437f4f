/**
 * What is to be done about a diagnosed incident, and a person's decision on it. The gate's judgement
 * and everything else that counts is gathered first; the decision table itself is pure.
 * A decision is recorded together with the effects and messages that follow from it, or not at all.
 * What {@code scan} saw become of an incident is drawn on here too: recovered, merged, expired.
 * Approvals come from the command line or from Slack and take one way, {@code ApprovalWorkflow}.
 */
@NullMarked
package io.github.cicdmonitor.decide;

import org.jspecify.annotations.NullMarked;
