/**
 * What may be done without a person: proposal in, decision out. Pure; facts from the API come in as
 * values ({@link io.github.cicdmonitor.gate.FactsNeeded} says which).
 *
 * <h2>Automatic</h2>
 *
 * Only what is proven to be good. The catalogue of fixes looks at every difference between the files
 * before and after; a proposal goes out by itself if each is claimed by a kind of fix under its own
 * narrow conditions, or is none, and no rule below says otherwise. Claims rest on the files, on the
 * repository at the base commit, on GitHub's tags and commits and on dated facts, never on the words
 * of a log or a model. The readers here cannot make anything automatic: they price, ask and block.
 *
 * <p>And what surrounds a fix must be understood. A value can be read in more ways than a list could
 * hold: a condition, a script, a cache, another job. So readers are not looked for. A changed job, and
 * each job that waits for it, is made of a short list of constructs in which there are none ({@link
 * io.github.cicdmonitor.gate.workflow.ClosedWorld}, lists in {@code gate/known.txt}): known keys,
 * events and actions with their inputs, GitHub's own machines, commands one after the other, conditions
 * on what does not change, no secret in the hands of a command, names that say what a job does and not
 * what it is there for, and no words of people beside the value. Anything else asks. How much is looked
 * at depends on the fix ({@link io.github.cicdmonitor.fixes.Surroundings}): only what comes before a
 * command that lacks something; that nothing decides by the value, where the old one no longer works
 * at all; every word of the job, where it does. Here a word too few asks, and a word too many is a
 * mistake: the lists grow only by what was argued.
 *
 * <p>What works as it is, and nothing shows that something else is better, goes out by itself only in
 * a workflow as nearly every repository has one ({@code UsualJob} in the package {@code workflow}):
 * pushes and pull requests start it, nothing in it holds a token or a secret, writes, publishes or
 * waits in a queue, and each job checks out, sets up, installs, checks, and keeps what the check said.
 * A setting that somebody chose (a limit, a right, a depth, a time, a language, {@link
 * io.github.cicdmonitor.fixes.Surroundings#CHOSEN}) must also cost little: twelve legs of the cheapest
 * machine, twice a time, a heap of what a machine has for each core.
 *
 * <p>A command may run what the repository keeps: targets of a Makefile, scripts of package.json,
 * shell scripts. These are followed ({@code OwnScripts}), and what they run must be known as well.
 * A job that had no machine counts as one that wakes up: its commands are followed too. And where
 * another file at hand speaks of the old value (a chart, a deployment, a list of one's own machines), a
 * person decides.
 *
 * <p>What was weighed. The floor of what is published, a database image that keeps data, the quotes of a
 * leg that change the name of a check, a script that may run elsewhere: all of these ask. 40 of the 50
 * benign edits of {@code labelled-edits.txt} are automatic, and none is blocked. Of fresh attacks written
 * with this code at hand 41 of 50 went out at first sight (48 of 50 before these rules), of fresh benign
 * edits 88 of 100: an edit of the form that people merge without a thought can be given surroundings in
 * which it does harm, and whatever tells the two apart is known to who writes the attack.
 *
 * <p>Another major of an action that still runs goes out by itself only between majors that {@code
 * known.txt} lists as the same; what GitHub refuses to run has no such list to wait for.
 *
 * <h2>Blocked, and nobody can approve it</h2>
 *
 * <ul>
 *   <li>B-PATH, B-GOV, B-SELF: a path that escapes or hides, a file that governs the repository, the
 *       program's own files; B-SIZE: more than a person reads with care; B-LOOP: a third try
 *   <li>B-UNI: characters that a reviewer does not see; B-YAML: a result that cannot be read
 *   <li>B-PERM, B-TRIG, B-SECRET, B-EXPR: wider rights, starts by strangers, secrets let out, text of
 *       strangers as code
 *   <li>B-FETCH: code that is fetched and run; B-PIN: an action, image or package nobody can hold to
 *       its word
 *   <li>B-MASK: a failure that a gate no longer shows. A recognised fix looks like one at times and
 *       lifts this rule, and no other
 * </ul>
 *
 * <h2>Asked</h2>
 *
 * Everything else: a difference that no kind of fix claims, a fix that says why a person decides, a
 * score at the threshold, and the floors, which no threshold lifts: a protected repository or path,
 * a run from a fork, instructions in the input, a model in doubt, the kinds of change that
 * {@link io.github.cicdmonitor.gate.finding.ChangeKind#isFloor} names. A job with a deployment
 * environment, whatever releases, publishes or deploys, and what strangers start with the
 * repository's own rights, always asks. Where another version would build, a job also asks that may
 * write where others read, gives a secret to a command of unknown use, or hands on what another job
 * publishes: ways to publish have more names than a list. Source and tests are only reported.
 *
 * <p>A lock file may go out by itself only as a command of the operator's list wrote it, and where it
 * only gained entries.
 *
 * <h2>The price</h2>
 *
 * The highest class of a touched file, the dearest kind of change, the others together at most 2,
 * then the surroundings; {@link io.github.cicdmonitor.gate.RiskTable} shows each term. It informs a
 * person; a mistake in it cannot make an unknown change automatic. A privileged workflow (F5) costs
 * 5, and 3 where only recognised fixes touch it that bring no new code, third party or right: what
 * its jobs hold is then in no other hands than before. So a small fix stays below the usual
 * threshold of 5 there, and a fix with new code does not. What GitHub offers in place of a version of
 * its own actions that it refuses to run counts as no new code: GitHub runs the job and holds its
 * secrets. Recognised fixes of several kinds count the dearest of them, for what is proven part by
 * part is proven as a whole.
 *
 * <h2>Failing closed</h2>
 *
 * Every doubt falls to the safe side. A file that cannot be read to its end has a difference that
 * nobody claims; a reader that breaks adds one (K23); facts that were not fetched make nothing
 * milder; a gate that breaks as a whole asks, or blocks by the path alone. A script is read as a
 * shell groups it, once, and what cannot be followed counts as unproven. The other lists of words
 * under {@code gate/} only ever raise the risk: a missing word makes a price too low, never an unknown
 * change automatic.
 *
 * <p>{@code finding} holds what the readers share, {@code shell}, {@code files} and
 * {@code workflow} are the readers; arrows go from the gate to them and never back.
 *
 * <p>Not here: fetching, applying edits, digests, who may approve. Choices a newcomer might undo: a
 * kind of change counts once however often it occurs; a step moved to one's own runner is priced as
 * that and not as privileged on top; a variable has one price whatever its name, for any tool may
 * listen to it.
 */
@NullMarked
package io.github.cicdmonitor.gate;

import org.jspecify.annotations.NullMarked;
