/**
 * Built-in and user rules as data, and the matcher that turns an excerpt into a diagnosis. Pure.
 *
 * <p>The built-in rules are the JSON files that {@code index.json} beside them lists, in order of
 * priority: platform, containers, languages and compilers, linters and gates, network, environment,
 * assertions and test runners, runtimes and scripts, general. A hit is worth its rule's
 * confidence less the rank of its line among the cutter's error lines.
 *
 * <p><b>Format of a rules file</b> (also {@code analyzer.rules_file}; the user's rules always win
 * over built-in ones): one JSON object {@code {"rules": [RULE, …]}}, each RULE an object of
 *
 * <ul>
 *   <li>{@code id} (needed): 2 to 61 lower-case letters, digits, hyphens; used once per file.
 *   <li>{@code category} (needed): one of the eleven of the contract, such as {@code dependency}.
 *   <li>{@code transient}: true if the same commit may pass when run again; default false.
 *   <li>{@code literals} (needed): texts of at least 3 characters; a line that holds none of them
 *       (compared without case) is not looked at further. What passing logs lack keeps it fast.
 *   <li>{@code pattern} (needed): RE2 syntax, searched in one line without timestamp and colours.
 *   <li>{@code not}: RE2 pattern that the same line must not match.
 *   <li>{@code with}, {@code unless}: RE2 patterns that the whole excerpt must, or must not, match;
 *       {@code (?m)} makes {@code ^} and {@code $} stand for lines.
 *   <li>{@code roles}: the kinds of command for which the rule speaks; in the output of others it
 *       counts for little. {@code not_roles}: kinds in whose output such a line means something else.
 *       Words: checkout, setup, restore, build, lint, test, package, publish, deploy, container,
 *       cluster, policy, artifact, cleanup, script (what is not known to be another).
 *   <li>{@code cause} (needed): one sentence; {@code {1}} and {@code {2}} stand for groups.
 *   <li>{@code advice} (needed): one sentence that says what to do.
 *   <li>{@code confidence} (needed): 0.5 to 1.
 *   <li>{@code remediation}: {@code "none"} (default) or {@code "rerun"}.
 *   <li>{@code fix}: {@code {"place": "runner_label", "from": "old", "to": "new"}} replaces a whole
 *       text in the workflows of the failing repository; {@code place} is {@code runner_label}
 *       (runs-on and matrix values), {@code action} (uses) or {@code image} (container and services).
 *   <li>{@code matches}, {@code misses}: sample lines; a user's file is refused when they disagree
 *       with the rule.
 * </ul>
 *
 * <p>A file with an unknown key, a bad pattern or a failing sample is refused as a whole, naming line
 * and reason.
 */
@NullMarked
package io.github.cicdmonitor.rules;

import org.jspecify.annotations.NullMarked;
