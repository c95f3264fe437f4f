/**
 * The ports to GitHub: what is asked of a repository and done to it, and a checkout of one commit.
 * The repository, its files and its runs are ports of their own, which others extend: each has one
 * adapter.
 * A write is one request and never repeated here; whoever calls looks before writing again.
 * Errors are {@code MonitorException}s whose kind says who has to act.
 * {@code WebLinks} are the addresses at which people look at the same things.
 * The adapter is the package {@code github}.
 */
@NullMarked
package io.github.cicdmonitor.forge;

import org.jspecify.annotations.NullMarked;
