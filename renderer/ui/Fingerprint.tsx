import { Fragment } from 'react';

/** Pairs of digits that stay together when the line is broken; copied, it is the plain text. */
export function Fingerprint({ text }: { readonly text: string }) {
  const pairs = text.split(':').map((pair, place) => ({ pair, place }));
  return pairs.map(({ pair, place }) => (
    <Fragment key={place}>
      {place > 0 && (
        <>
          :<wbr />
        </>
      )}
      {pair}
    </Fragment>
  ));
}
