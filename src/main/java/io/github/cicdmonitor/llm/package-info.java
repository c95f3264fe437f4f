/**
 * One JSON POST to an OpenAI-compatible gateway. Wire names never leave.
 */
@NullMarked
package io.github.cicdmonitor.llm;

import org.jspecify.annotations.NullMarked;
