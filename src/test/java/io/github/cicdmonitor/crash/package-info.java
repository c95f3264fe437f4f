/**
 * The packaged program, killed by SIGKILL at its requests and at its operations on files, and started again. What is compared is what became
 * of the world, not which calls were made: the lasting effects have to be those of a run that nobody disturbed. The stand-ins run in the
 * test's process and end the program themselves, and a layer below the program ({@code src/test/c/fsfault.c}) strikes at its files, so that
 * no sleep decides where the blow lands; each is proved by exit code 137 and by its name. {@code scripts/crash} runs all that "mvn verify"
 * leaves out.
 */
package io.github.cicdmonitor.crash;
