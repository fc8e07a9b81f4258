/** For pino: what a log line must never hold, wherever it is nested. */
export const logRedaction = {
  paths: [
    'password', 'newPassword', 'currentPassword', 'token', 'secret', 'authorization', 'cookie', 'code', 'email',
    '*.password', '*.newPassword', '*.currentPassword', '*.token', '*.secret', '*.authorization', '*.cookie', '*.email',
    '*["set-cookie"]', 'headers["set-cookie"]', '*.headers.authorization', '*.headers.cookie', '*.headers["set-cookie"]',
    'err.parameters', 'err.values', 'config.admin', 'config.postgresUrl', 'config.clickhouseUrl', 'config.smtp',
  ],
  censor: '[removed]',
} // prettier-ignore

/** A path as a log may hold it: the tokens of invitations, guest links and shares open doors. */
export const loggablePath = (path: string) => path.replace(/^\/(join|g|s|reset)\/[^/?#]+/, '/$1/…')
