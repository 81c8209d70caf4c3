import { headersOfCalls } from './signed-calls.ts';

interface FetchBegin {
  readonly url: string;
  readonly options: { readonly headers?: object; readonly body?: unknown };
  readonly setOptions: (options: object) => void;
}

const headersOf = headersOfCalls(process.env);

/** What Hive Gateway is told where it stands before our own subgraphs: sign each call. */
export const gatewayConfig = {
  plugins: () => [
    {
      onFetch({ url, options, setOptions }: FetchBegin) {
        if (headersOf === undefined || typeof options.body !== 'string') return;
        setOptions({
          ...options,
          headers: { ...options.headers, ...headersOf(url, options.body) },
        });
      },
    },
  ],
};
