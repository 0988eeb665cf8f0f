import type { ReactNode } from 'react';
import { settingGroups } from '../../settings/settings-table.ts';

/** What the page is about, for whoever scrolls down: the trouble with one threshold, the three levels, what to try. */
export default function Article() {
  return (
    <section className="article" id="how-it-works" aria-label="How it works">
      <h2>How pseudo-labels earn their place</h2>
      <p className="lead">
        Masks are dear: one takes a person a minute. So a network that learnt from a few labelled images
        labels the others itself, and learns from those pseudo-labels too. It works as far as they are right.
        The question is which to believe.
      </p>

      <h3>What goes wrong with one threshold</h3>
      <p>
        A pseudo-label says two things: <em>what</em> it is and <em>where</em> it is. A network can be sure of
        one and wrong about the other. The usual filter multiplies both into one score and keeps what passes,
        so a lock nut with a perfect outline is lost because it might be a hex nut, and a blurred blob passes
        because it is certainly a gear. In the decoupling plane every candidate is a point with two
        coordinates. One threshold on the product cuts it along a curve, two thresholds along two lines: drag
        them, and the shaded corners show where the two ways part.
      </p>

      <h3>Three levels</h3>
      <ol>
        <li>
          <strong>Instance level: two qualities, judged apart.</strong>
          <Equation>
            <var>s</var>
            <sub>class</sub> = max<sub>k</sub> <var>c</var>
            <sub>k</sub>
            <span className="apart" />
            <var>s</var>
            <sub>mask</sub> = mean of σ(<var>q</var>) over the mask&rsquo;s pixels
          </Equation>
          <Equation>
            keep when <var>s</var>
            <sub>class</sub> ≥ <var>T</var>
            <sub>class</sub>(<var>k</var>) and <var>s</var>
            <sub>mask</sub> ≥ <var>T</var>
            <sub>mask</sub>(<var>k</var>)
          </Equation>
          <var>c</var> are the class probabilities and <var>q</var> the mask logits. Each class has its own
          pair of thresholds: it begins by how often the class is labelled, and follows a moving average of
          the qualities of credible candidates, within bounds.
        </li>
        <li>
          <strong>Category level: a second opinion.</strong>
          <Equation>
            <var>p</var> = <var>w</var>(<var>t</var>) <var>p</var>
            <sub>second</sub> + (1 − <var>w</var>(<var>t</var>)) <var>p</var>
            <sub>teacher</sub>
            <span className="apart" />
            <var>w</var>(<var>t</var>) = ¼ (1 + cos π<var>t</var>)
          </Equation>
          The published method asks a large vision-language model. Here a small classifier of shapes and
          gradients is fitted to the labelled objects: it looks at the picture itself, not at what the network
          makes of it, and so errs elsewhere than the network. (Class prototypes, means of the network&rsquo;s
          own features, can be asked instead; they mostly repeat its errors.) In the paper the second
          opinion&rsquo;s say falls from half to nothing while training goes on (<var>t</var> from 0 to 1);
          here it keeps two thirds by default, for it stays right where the teacher&rsquo;s own errors come
          back. And the student is not told the likeliest class for certain, as in the paper, but how likely
          each is: of two classes that look alike it then learns the doubt, not the error.
        </li>
        <li>
          <strong>Pixel level: doubtful pixels count less.</strong>
          <Equation>
            <var>u</var> = 1 − 2 |σ(<var>q</var>) − ½|
            <span className="apart" />
            loss = mean of (1 − <var>u</var>) · BCE
          </Equation>
          Outlines are where the teacher guesses. The uncertainty layer of the picture shows <var>u</var>.
        </li>
      </ol>

      <h3>What to try</h3>
      <ul>
        <li>
          Press Play and wait for the end of burn-in. Then drag the class threshold to the right: less is
          kept, and the share of right classes rises. Drag the mask threshold down: outlines get worse,
          classes do not.
        </li>
        <li>
          Turn <em>class confusion</em> up, reset and train again: the cloud stretches across, mask quality
          stays. Turn <em>boundary softness</em> up instead: it stretches upright. One threshold cannot tell
          the two apart.
        </li>
        <li>
          Open <em>Reliability</em>: which of the two qualities can be taken at its word? Open{' '}
          <em>Classes</em>: which pairs does the teacher confuse, and does the second opinion help?
        </li>
        <li>
          Switch the pseudo-labels to one threshold, to soft weights, or off, with the same seed, and compare
          the curves.
        </li>
      </ul>

      <h3>What it cannot do</h3>
      <ul>
        <li>
          Objects below about ten pixels at the network&rsquo;s input side are lost, and it sees about as many
          in one image as the fullest labelled image shows: sixteen at least, 128 at most.
        </li>
        <li>
          Two seeds differ by more than many a part of the method gives: let an ablation train several before
          you believe a difference.
        </li>
        <li>
          Mask quality is a confidence, no measured overlap; the reliability chart shows how far apart they
          are.
        </li>
        <li>
          Where nothing in the unlabelled images tells two classes apart, no method can: more labels are the
          only way.
        </li>
        <li>
          Figures against hidden truth are for you to see. Training never does: they are computed beside it,
          where the truth is known, as in this generated dataset.
        </li>
      </ul>

      <h3>Every setting</h3>
      <p>
        A link holds them all, as far as they differ from the defaults: <code>?rule=dual&amp;seed=3</code>.
        What a link asks for and this version does not know is told, and its default is used.
      </p>
      {settingGroups.map(({ title, rows }) => (
        <details key={title}>
          <summary>{title}</summary>
          <div className="settings-table">
            <table>
              <thead>
                <tr>
                  <th scope="col">Setting</th>
                  <th scope="col">In the link</th>
                  <th scope="col">Values</th>
                  <th scope="col">Default</th>
                  <th scope="col">What turning it does</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ name, label, values, initial, help, takesEffect }) => (
                  <tr key={name}>
                    <th scope="row">{label}</th>
                    <td>
                      <code>{name}</code>
                    </td>
                    <td>{values}</td>
                    <td>{initial}</td>
                    <td>
                      {help} Takes effect {takesEffect}.
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      ))}

      <h3>Read more</h3>
      <ul>
        <li>
          <a href="https://arxiv.org/abs/2505.11075">
            Pseudo-Label Quality Decoupling and Correction for Semi-Supervised Instance Segmentation
          </a>{' '}
          (PL-DC), 2025: the method. No code of its authors is used here.
        </li>
        <li>
          <a href="https://arxiv.org/abs/2308.02668">
            Guided Distillation for Semi-Supervised Instance Segmentation
          </a>
          , WACV 2024: one threshold on class quality.
        </li>
        <li>
          <a href="https://arxiv.org/abs/1703.01780">Mean teachers are better role models</a>, NeurIPS 2017:
          the teacher as a moving average of the student.
        </li>
        <li>
          <a href="https://arxiv.org/abs/1911.09785">ReMixMatch</a>, ICLR 2020: distribution alignment.
        </li>
        <li>
          <a href="https://arxiv.org/abs/1706.04599">On Calibration of Modern Neural Networks</a>, ICML 2017:
          the reliability charts.
        </li>
      </ul>
    </section>
  );
}

const Equation = ({ children }: { readonly children: ReactNode }) => <p className="equation">{children}</p>;
