/** The media node as a task of Fargate: the program of its image (D1, O10). */
package org.carillon.media.task;
