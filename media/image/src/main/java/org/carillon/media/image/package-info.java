/** Makes the image of the media node and brings it to a registry; a tool of the build (D1). */
package org.carillon.media.image;
