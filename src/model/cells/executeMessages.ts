import type { KernelMessage } from '@jupyterlab/services';

/** Id of the request that a message answers; '' when it answers none. */
export function parentOf(msg: KernelMessage.IMessage): string {
  const parent = msg.parent_header;
  return 'msg_id' in parent ? parent.msg_id : '';
}

/** Id of the cell that a request was sent for; null if it was not sent for a cell. */
export function cellIdOf(msg: KernelMessage.IExecuteRequestMsg): string | null {
  const { cellId } = msg.metadata;
  return typeof cellId === 'string' ? cellId : null;
}

export function isExecuteRequest(
  msg: KernelMessage.IMessage
): msg is KernelMessage.IExecuteRequestMsg {
  return msg.header.msg_type === 'execute_request';
}

export function isExecuteInput(msg: KernelMessage.IMessage): msg is KernelMessage.IExecuteInputMsg {
  return msg.header.msg_type === 'execute_input';
}

export function isIdle(msg: KernelMessage.IMessage): msg is KernelMessage.IStatusMsg {
  return (
    msg.header.msg_type === 'status' &&
    (msg as KernelMessage.IStatusMsg).content.execution_state === 'idle'
  );
}
