/**
 * Decide what went wrong: failure to excerpt, signature, incident and diagnosis. Rules first, then the model within its budget. Plans no effect and writes nothing outside.
 */
@NullMarked
package io.github.cicdmonitor.analyze;

import org.jspecify.annotations.NullMarked;
