/**
 * Commands that the configuration allows, run once in a checkout of the failing commit.
 * The workspace is a folder of its own, and isolated from the network and our secrets where the
 * machine can do that; time, output and processes are bounded.
 * What comes out is a list of changed files, or why there is none; nothing is pushed from here.
 * A command that was interrupted is never started again by itself.
 */
@NullMarked
package io.github.cicdmonitor.command;

import org.jspecify.annotations.NullMarked;
