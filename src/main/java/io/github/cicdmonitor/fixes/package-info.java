@NullMarked
package io.github.cicdmonitor.fixes;

import org.jspecify.annotations.NullMarked;
