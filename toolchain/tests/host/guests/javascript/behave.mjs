// A guest that does what its event's `do` asks: the JavaScript twin of ../python/behave.py, as far as it differs.

export const handler = async (event, context) => {
  switch (event?.do) {
    case "raise":
      throw new Error("Handler fails");
    case "exit":
      return process.exit(event.status);
    case "sleep":
      await new Promise((resolve) => setTimeout(resolve, event.ms));
      return { ...event, pid: process.pid };
    case "context":
      return { requestId: context.awsRequestId, custom: context.clientContext?.custom };
    case "undefined":
      return undefined;
    default:
      return event;
  }
};
