/** Image with a POSIX shell and `kubectl`, of a version that speaks with the API servers of two years. */
export const KUBECTL_IMAGE = 'alpine/kubectl:1.34.2';
