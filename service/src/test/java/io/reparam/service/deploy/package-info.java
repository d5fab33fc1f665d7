/** What runs around the service: rules, dashboard, image, containers, Kubernetes. */
@NullMarked
package io.reparam.service.deploy;

import org.jspecify.annotations.NullMarked;
