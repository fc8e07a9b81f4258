// Apart from the kind: pages use them, and need not carry its schemas.

export const actionStates = ['todo', 'doing', 'done', 'cancelled'] as const
export type ActionState = (typeof actionStates)[number]

/** Whether nothing more is expected of an action in this state. */
export const isOver = (state: unknown) => state === 'done' || state === 'cancelled'
