/**
 * The packaged program, killed by SIGKILL at its requests and started again. What is compared is what became of the world, not which calls
 * were made: the lasting effects have to be those of a run that nobody disturbed. The stand-ins run in the test's process and end the program
 * themselves, so that no sleep decides where the blow lands; each is proved by exit code 137.
 */
package io.github.cicdmonitor.crash;
