/**
 * Stand-ins for GitHub, Slack and the LLM gateway, over real HTTP on 127.0.0.1. They keep state as the real services do (git objects with true
 * ids, attempts of runs, pull requests, channels) so that a test can ask what became of the world, not which calls were made.
 * Strict: a request that no stand-in knows is answered 501 and fails the test that closes the {@link
 * io.github.cicdmonitor.sandbox.Sandbox}. Nothing of the program under test is used here: a mistake in it must not be repeated in what it is
 * checked against.
 */
package io.github.cicdmonitor.sandbox;
